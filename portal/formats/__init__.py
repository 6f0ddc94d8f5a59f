"""How dates are written, language by language, where Django's own way is not the one for families."""
