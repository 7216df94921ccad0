namespace journeylab {}
