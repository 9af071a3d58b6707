"""What people write instead: idiomatic, reviewed, frozen."""
