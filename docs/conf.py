"""Sphinx's configuration: `sphinx-build -W -b html docs build` makes the site, without a network."""

project = "tts-interview"
author = "the authors of tts-interview"
project_copyright = "the authors of tts-interview"
language = "en"

extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "schemas"]
nitpicky = True

html_theme = "furo"
html_title = "tts-interview"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_extra_path = ["sample.mp3", "schemas"]
html_show_sphinx = False
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#17607a", "color-brand-content": "#17607a"},
    "dark_css_variables": {"color-brand-primary": "#7cc4d8", "color-brand-content": "#7cc4d8"},
}
