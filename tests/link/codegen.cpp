#include "codegen/plan/json.h"

int main() { return lattice::plan_json("x = 1\n", "app.py").empty() ? 1 : 0; }
