"""What a recommending union does: it looks, chooses within its quota, gives its opinion and hands in."""
