"""The invented world that documents speak of: people, places, firms, goods and their numbers."""
