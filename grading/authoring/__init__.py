"""Proofs for who writes an assignment: example answers, mutants, what the checks say of them."""
