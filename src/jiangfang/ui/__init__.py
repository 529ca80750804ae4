"""How every page looks: colours, base templates, widgets and charts; they come with the landing that serves pages."""
