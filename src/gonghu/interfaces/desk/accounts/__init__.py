"""Accounts and posts (账号与岗位) on the desk."""
