"""My posts (我的岗位): where everybody arrives."""
