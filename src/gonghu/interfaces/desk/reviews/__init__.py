"""Pages of recognitions that are looked at again (定期复核), and of days that come by themselves (将到日期)."""
