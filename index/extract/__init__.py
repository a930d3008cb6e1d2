"""From one archived document to a Part: `document.extract`. Parts of it serve others, so nothing is loaded here."""
