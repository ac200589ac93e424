"""The mini-program of WeChat (微信小程序): binding a WeChat to an account, and entering the field app with it."""
