"""Signing in and out, passwords, second factor (登录)."""
