// The loops of kernels.py without a check: what a compiler makes of them at best.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

int64_t collatz(int64_t n) {
  int64_t best = 0;
  for (int64_t i = 1; i < n; ++i) {
    int64_t x = i, steps = 0;
    while (x != 1) {
      x = x % 2 == 0 ? x / 2 : 3 * x + 1;
      ++steps;
    }
    if (steps > best) best = steps;
  }
  return best;
}

int64_t sieve(int64_t n) {
  uint8_t* flags = malloc(n + 1);
  for (int64_t i = 0; i <= n; ++i) flags[i] = i > 1;
  for (int64_t i = 2; i * i <= n; ++i)
    if (flags[i])
      for (int64_t j = i * i; j <= n; j += i) flags[j] = 0;
  int64_t count = 0;
  for (int64_t i = 0; i <= n; ++i) count += flags[i];
  free(flags);
  return count;
}

int64_t mandelbrot(int64_t n, int64_t limit) {
  int64_t total = 0;
  for (int64_t row = 0; row < n; ++row) {
    double ci = 2.0 * row / n - 1.0;
    for (int64_t column = 0; column < n; ++column) {
      double cr = 3.0 * column / n - 2.0, x = 0, y = 0;
      int64_t k = 0;
      while (k < limit && x * x + y * y <= 4.0) {
        double t = x * x - y * y + cr;
        y = 2.0 * x * y + ci;
        x = t;
        ++k;
      }
      total += k;
    }
  }
  return total;
}

static double element(int64_t i, int64_t j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }

double spectral_norm(int64_t n) {
  double *u = malloc(8 * n), *v = malloc(8 * n), top = 0, bottom = 0;
  for (int64_t i = 0; i < n; ++i) u[i] = 1, v[i] = 0;
  for (int k = 0; k < 3; ++k) {
    for (int64_t i = 0; i < n; ++i) {
      double s = 0;
      for (int64_t j = 0; j < n; ++j) s += element(i, j) * u[j];
      v[i] = s;
    }
    for (int64_t i = 0; i < n; ++i) {
      double s = 0;
      for (int64_t j = 0; j < n; ++j) s += element(j, i) * v[j];
      u[i] = s;
    }
  }
  for (int64_t i = 0; i < n; ++i) top += u[i] * v[i], bottom += v[i] * v[i];
  free(u);
  free(v);
  return sqrt(top / bottom);
}

static int64_t mod(int64_t a, int64_t b) { return a % b; }

double monte_carlo(int64_t n) {
  int64_t state = 12345, inside = 0;
  for (int64_t i = 0; i < n; ++i) {
    state = mod(state * 1103515245 + 12345, 2147483648);
    double x = state / 2147483648.0;
    state = mod(state * 1103515245 + 12345, 2147483648);
    double y = state / 2147483648.0;
    if (x * x + y * y <= 1.0) ++inside;
  }
  return 4.0 * inside / n;
}

static double normal(double x) { return 0.5 * (1.0 + erf(x / sqrt(2.0))); }

double black_scholes(int64_t n) {
  double total = 0;
  for (int64_t i = 0; i < n; ++i) {
    double s = 80.0 + 40.0 * i / n;
    double d1 = (log(s / 100.0) + (0.05 + 0.5 * 0.04) * 1.0) / 0.2, d2 = d1 - 0.2;
    total += s * normal(d1) - 100.0 * exp(-0.05) * normal(d2);
  }
  return total;
}

double kalman(int64_t n) {
  double x = 0, p = 1;
  int64_t state = 7;
  for (int64_t i = 0; i < n; ++i) {
    state = mod(state * 1103515245 + 12345, 2147483648);
    double z = state / 2147483648.0;
    p = p + 0.001;
    double gain = p / (p + 0.1);
    x = x + gain * (z - x);
    p = (1.0 - gain) * p;
  }
  return x;
}

double binomial_tree(int64_t n) {
  double dt = 1.0 / n, up = exp(0.2 * sqrt(dt)), down = 1.0 / up;
  double p = (exp(0.05 * dt) - down) / (up - down), discount = exp(-0.05 * dt);
  double* values = malloc(8 * (n + 1));
  for (int64_t i = 0; i <= n; ++i) {
    double value = 100.0 * pow(up, i) * pow(down, n - i) - 100.0;
    values[i] = value > 0.0 ? value : 0.0;
  }
  for (int64_t step = n; step > 0; --step)
    for (int64_t i = 0; i < step; ++i)
      values[i] = discount * (p * values[i + 1] + (1.0 - p) * values[i]);
  double result = values[0];
  free(values);
  return result;
}
