"""What every page is made with (页面): built scripts and styles, headers, safe ways back."""
