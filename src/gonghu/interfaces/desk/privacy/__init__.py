"""Protection of personal facts (个人信息保护) on the desk."""
