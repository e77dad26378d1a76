#include "runtime/trace/reason.h"

int main() { return lattice::words({static_cast<lattice::ReasonKind>(0), "`x`"}).empty() ? 1 : 0; }
