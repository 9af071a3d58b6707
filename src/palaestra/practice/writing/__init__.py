"""What the learner writes and makes: notes, explanations, artefacts and the people who read them."""
