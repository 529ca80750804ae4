"""What the makers of 匠坊 run; nothing here is installed."""
