/* Preloaded into Python by `lattice run` (LD_PRELOAD): clocks, entropy, files and connections that
   native code uses, which no audit event of Python tells of. Each function here has the name of one
   of the C library, tells the observer while a cell runs on the thread, and calls the real one.

   Nothing of it reaches the script: the variable LD_PRELOAD has its old value before Python starts,
   so neither `os.environ` nor a child process knows of the library.

   Not told: what the C library does by itself (its own calls do not pass through here), and system
   calls made without it. */
/* The names of the C library, and how a function that was found gets its type. */
/* NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming) */
/* NOLINTBEGIN(bugprone-multi-level-implicit-pointer-conversion) */
#define _GNU_SOURCE
#include "sense.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <netdb.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static lattice_sense_observer observer;
static int cells;
/* 1: a cell runs on this thread; 0: none does; -1: nothing is told, whatever runs. */
static __thread int is_on __attribute__((tls_model("initial-exec")));

EXPORT int* lattice_sense_switch(void) { return &is_on; }

EXPORT int* lattice_sense_observe(lattice_sense_observer given) {
  observer = given;
  return &cells;
}

static void tell(int what, const char* path, int flags) {
  const int error = errno;
  const int before = is_on;
  is_on = -1;
  observer(what, path, flags);
  is_on = before;
  errno = error;
}

#define TELL(what) \
  if (__builtin_expect(is_on > 0, 0)) tell(what, NULL, 0)
/* Who asks matters: a hash table of native code has a seed of its own, its workers have timers. */
#define TELL_CLOCK() \
  if (__builtin_expect(is_on > 0, 0)) tell_from(LATTICE_SENSE_CLOCK, __builtin_return_address(0), 0)
#define TELL_ENTROPY(size)            \
  if (__builtin_expect(is_on > 0, 0)) \
  tell_from(LATTICE_SENSE_ENTROPY, __builtin_return_address(0), size)
/* A worker thread of a library may open the file that a cell reads. */
#define TELL_FILE(what, path, flags)                                                         \
  if (__builtin_expect(                                                                      \
          is_on > 0 || (is_on == 0 && __atomic_load_n(&cells, __ATOMIC_RELAXED) != 0), 0) && \
      observer != NULL)                                                                      \
  tell(what, path, flags)

/* The path of the library that an address is in; null when unknown. */
static const char* library_of(void* address) {
  Dl_info who;
  return dladdr(address, &who) != 0 ? who.dli_fname : NULL;
}

static int is_runtime(const char* library) {
  return library != NULL &&
         (strstr(library, "/libstdc++") != NULL || strstr(library, "/libc++") != NULL);
}

static void tell_from(int what, void* caller, size_t size) {
  const int error = errno;
  const char* library = library_of(caller);
  if (is_runtime(library)) {
    /* Called for somebody: `std::chrono::system_clock::now()`. The first frames are ours. */
    void* frames[16];
    const int count = backtrace(frames, 16);
    for (int i = 2; i < count && is_runtime(library); ++i) library = library_of(frames[i]);
  }
  errno = error;
  tell(what, library, size < 4096 ? (int)size : 4096);
}

/* The next definition of a function: that of the C library. */
#define REAL(name)                         \
  static __typeof__(&name) real;           \
  if (__builtin_expect(real == NULL, 0)) { \
    void* found = dlsym(RTLD_NEXT, #name); \
    memcpy(&real, &found, sizeof found);   \
  }

__attribute__((constructor)) static void hide(void) {
  /* `lattice run` put this library first: "sense.so", or "sense.so:what was there before". */
  const char* value = getenv("LD_PRELOAD");
  Dl_info own;
  if (value == NULL || dladdr((void*)&cells, &own) == 0 || own.dli_fname == NULL) return;
  const size_t length = strlen(own.dli_fname);
  if (strncmp(value, own.dli_fname, length) != 0) return;
  if (value[length] == '\0') {
    unsetenv("LD_PRELOAD");
  } else if (value[length] == ':') {
    char* rest = strdup(value + length + 1);
    if (rest != NULL) setenv("LD_PRELOAD", rest, 1);
    free(rest);
  }
}

/* ---------------------------------------------------------------- the time of day */

EXPORT int clock_gettime(clockid_t clock, struct timespec* out) {
  REAL(clock_gettime)
  /* The interpreter itself uses the other clocks all the time. */
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI) TELL_CLOCK();
  return real(clock, out);
}

EXPORT int gettimeofday(struct timeval* restrict out, void* restrict zone) {
  REAL(gettimeofday)
  TELL_CLOCK();
  return real(out, zone);
}

EXPORT time_t time(time_t* out) {
  REAL(time)
  TELL_CLOCK();
  return real(out);
}

EXPORT int timespec_get(struct timespec* out, int base) {
  REAL(timespec_get)
  TELL_CLOCK();
  return real(out, base);
}

/* ---------------------------------------------------------------- entropy */

EXPORT ssize_t getrandom(void* out, size_t size, unsigned flags) {
  REAL(getrandom)
  TELL_ENTROPY(size);
  return real(out, size, flags);
}

EXPORT int getentropy(void* out, size_t size) {
  REAL(getentropy)
  TELL_ENTROPY(size);
  return real(out, size);
}

/* ---------------------------------------------------------------- network, processes */

EXPORT int connect(int file, const struct sockaddr* address, socklen_t size) {
  REAL(connect)
  TELL(LATTICE_SENSE_NETWORK);
  return real(file, address, size);
}

EXPORT ssize_t sendto(int file, const void* data, size_t size, int flags,
                      const struct sockaddr* address, socklen_t length) {
  REAL(sendto)
  TELL(LATTICE_SENSE_NETWORK);
  return real(file, data, size, flags, address, length);
}

EXPORT int getaddrinfo(const char* restrict node, const char* restrict service,
                       const struct addrinfo* restrict hints, struct addrinfo** restrict found) {
  REAL(getaddrinfo)
  TELL(LATTICE_SENSE_NETWORK);
  return real(node, service, hints, found);
}

EXPORT int system(const char* command) {
  REAL(system)
  TELL(LATTICE_SENSE_PROCESS);
  return real(command);
}

EXPORT FILE* popen(const char* command, const char* mode) {
  REAL(popen)
  TELL(LATTICE_SENSE_PROCESS);
  return real(command, mode);
}

EXPORT int posix_spawn(pid_t* restrict child, const char* restrict path,
                       const posix_spawn_file_actions_t* actions,
                       const posix_spawnattr_t* restrict attributes, char* const arguments[],
                       char* const environment[]) {
  REAL(posix_spawn)
  TELL(LATTICE_SENSE_PROCESS);
  return real(child, path, actions, attributes, arguments, environment);
}

EXPORT int posix_spawnp(pid_t* restrict child, const char* restrict file,
                        const posix_spawn_file_actions_t* actions,
                        const posix_spawnattr_t* restrict attributes, char* const arguments[],
                        char* const environment[]) {
  REAL(posix_spawnp)
  TELL(LATTICE_SENSE_PROCESS);
  return real(child, file, actions, attributes, arguments, environment);
}

/* ---------------------------------------------------------------- files */

static mode_t mode_of(int flags, va_list rest) {
  const int has_mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return has_mode ? va_arg(rest, mode_t) : 0;
}

#define DEFINE_OPEN(name)                             \
  EXPORT int name(const char* path, int flags, ...) { \
    REAL(name)                                        \
    va_list rest;                                     \
    va_start(rest, flags);                            \
    const mode_t mode = mode_of(flags, rest);         \
    va_end(rest);                                     \
    TELL_FILE(LATTICE_SENSE_OPEN, path, flags);       \
    return real(path, flags, mode);                   \
  }
DEFINE_OPEN(open)
DEFINE_OPEN(open64)

/* Paths that count from an open folder are told without that folder, and only on the thread. */
#define DEFINE_OPENAT(name)                                       \
  EXPORT int name(int folder, const char* path, int flags, ...) { \
    REAL(name)                                                    \
    va_list rest;                                                 \
    va_start(rest, flags);                                        \
    const mode_t mode = mode_of(flags, rest);                     \
    va_end(rest);                                                 \
    if (folder == AT_FDCWD || path[0] == '/') {                   \
      TELL_FILE(LATTICE_SENSE_OPEN, path, flags);                 \
    } else if (is_on > 0) {                                       \
      tell(LATTICE_SENSE_OPEN, NULL, flags);                      \
    }                                                             \
    return real(folder, path, flags, mode);                       \
  }
DEFINE_OPENAT(openat)
DEFINE_OPENAT(openat64)

/* What `open` becomes where _FORTIFY_SOURCE is set. */
#define DEFINE_CHECKED_OPEN(name)                \
  extern int name(const char* path, int flags);  \
  EXPORT int name(const char* path, int flags) { \
    REAL(name)                                   \
    TELL_FILE(LATTICE_SENSE_OPEN, path, flags);  \
    return real(path, flags);                    \
  }
DEFINE_CHECKED_OPEN(__open_2)
DEFINE_CHECKED_OPEN(__open64_2)

static int flags_of(const char* mode) {
  if (strchr(mode, '+') != NULL) return O_RDWR;
  return mode[0] == 'r' ? O_RDONLY : O_WRONLY;
}

#define DEFINE_FOPEN(name)                                                  \
  EXPORT FILE* name(const char* restrict path, const char* restrict mode) { \
    REAL(name)                                                              \
    TELL_FILE(LATTICE_SENSE_OPEN, path, flags_of(mode));                    \
    return real(path, mode);                                                \
  }
DEFINE_FOPEN(fopen)
DEFINE_FOPEN(fopen64)

EXPORT DIR* opendir(const char* path) {
  REAL(opendir)
  TELL_FILE(LATTICE_SENSE_FOLDER, path, 0);
  return real(path);
}

#define DEFINE_STAT(name, type)                                              \
  EXPORT int name(const char* restrict path, struct type* restrict out) {    \
    REAL(name)                                                               \
    if (__builtin_expect(is_on > 0, 0)) tell(LATTICE_SENSE_STATUS, path, 0); \
    return real(path, out);                                                  \
  }
DEFINE_STAT(stat, stat)
DEFINE_STAT(lstat, stat)
DEFINE_STAT(stat64, stat64)
DEFINE_STAT(lstat64, stat64)

EXPORT int access(const char* path, int mode) {
  REAL(access)
  if (__builtin_expect(is_on > 0, 0)) tell(LATTICE_SENSE_STATUS, path, 0);
  return real(path, mode);
}
/* NOLINTEND(bugprone-multi-level-implicit-pointer-conversion) */
/* NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming) */
