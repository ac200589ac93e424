"""Where people and other systems meet Gonghu; one package per audience."""
