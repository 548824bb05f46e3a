from schemes.twins.plain import Figures
def figures(): return Figures()
