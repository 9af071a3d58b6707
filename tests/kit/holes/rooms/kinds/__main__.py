from palaestra.systems.kinds.elsewhere import quadruple

print(quadruple(1.0))
