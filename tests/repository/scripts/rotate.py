print("rotates the keys")
