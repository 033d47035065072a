/*
 * A disk that fails on demand, between a process and its C library: loaded with LD_PRELOAD, it sees every change to the
 * files of one folder. Used by the crash laboratory's tests, which compile it; the product knows nothing of it.
 *
 *   CRASH_FOLDER  the folder, as a real path
 *   CRASH_FAULT   DO CALLS NAME FIRST EVERY WHEN: what to do, at which calls (write, force, rename, truncate, unlink,
 *                 create, mkdir; with commas, or any), of files whose path below the folder has NAME in it (or *), at
 *                 the first of them by number from 1, then at every so manieth behind it (0: never), before or after it.
 *                 DO is kill (SIGKILL to itself), stop (SIGSTOP to itself) or eio (the call fails with EIO, undone)
 *   CRASH_ARMED   a file; calls are counted once it exists. Without it from the start
 *   CRASH_LOG     a file that gets a line for every fault, before it happens
 *   CRASH_BOOT    a file that is read in the place of the machine's boot id: so that what the process leaves behind is of
 *                 another boot, for whoever starts behind a power cut that was only acted
 *   CRASH_RECORD  a folder that is told what is known forced, see below
 *
 * What is recorded. A force of a file is promised what the file held when the force began: its pages then are compared
 * with those forced before, and once the call has come back those that differ are written to the file forced-KEY, which
 * is cut or grown to the size of then. KEY is inode and time of birth, so that no two files ever share it. A force of a
 * folder writes names-KEY: F or D, KEY and name of each entry of then.
 *
 * A force that fails leaves, as Linux does, pages that count as clean though the disk does not have them: lost-KEY has a
 * byte for each page, 1 for such a one. A later force that comes back without an error does not bring it to the disk. A
 * write to the page does away with the mark, in whichever process. Whoever else has the file open then is told as well,
 * once, at the next force through a descriptor of its own (Linux since 4.13: Documentation/core-api/errseq.rst).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

enum { PAGE = 4096, STEP = 64 * PAGE, KEY = 64, DESCRIPTORS = 4096, BEFORE = 0, AFTER = 1 };

static struct {
    char folder[PATH_MAX];
    size_t folder_length;
    char record[PATH_MAX];
    char armed_by[PATH_MAX];
    char log[PATH_MAX];
    char boot[PATH_MAX];
    char action[16];
    char calls[128];
    char name[256];
    long first;
    long every;
    int when;
} set;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t recording = PTHREAD_MUTEX_INITIALIZER;
static atomic_long counted;
static atomic_int armed;
static atomic_int has_lost;

/* By descriptor, the key of a file whose failed force its holder has not been told of; guarded by recording. */
static char untold[DESCRIPTORS][KEY];

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_rename)(const char *, const char *);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);
static int (*real_mkdir)(const char *, mode_t);

static void copy_variable(char *to, size_t size, const char *name) {
    const char *value = getenv(name);
    snprintf(to, size, "%s", value == NULL ? "" : value);
}

static void begin(void) {
    real_open = dlsym(RTLD_NEXT, "open");
    real_openat = dlsym(RTLD_NEXT, "openat");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_mkdir = dlsym(RTLD_NEXT, "mkdir");
    copy_variable(set.folder, sizeof set.folder, "CRASH_FOLDER");
    copy_variable(set.record, sizeof set.record, "CRASH_RECORD");
    copy_variable(set.armed_by, sizeof set.armed_by, "CRASH_ARMED");
    copy_variable(set.boot, sizeof set.boot, "CRASH_BOOT");
    copy_variable(set.log, sizeof set.log, "CRASH_LOG");
    set.folder_length = strlen(set.folder);
    char when[16] = "";
    const char *fault = getenv("CRASH_FAULT");
    if (fault != NULL && sscanf(fault, "%15s %127s %255s %ld %ld %15s", set.action, set.calls, set.name, &set.first,
                                &set.every, when) != 6) {
        fprintf(stderr, "CRASH_FAULT is '%s', must be DO CALLS NAME FIRST EVERY WHEN\n", fault);
        _exit(97);
    }
    set.when = strcmp(when, "after") == 0 ? AFTER : BEFORE;
    atomic_store(&armed, set.armed_by[0] == 0);
    if (set.record[0] != 0) {
        char flag[PATH_MAX + 8];
        snprintf(flag, sizeof flag, "%s/lost", set.record);
        atomic_store(&has_lost, access(flag, F_OK) == 0);
    }
}

/* The part of a path below the folder, "/" for the folder itself; NULL when it is not in it. */
static const char *below(const char *path) {
    if (set.folder_length == 0 || strncmp(path, set.folder, set.folder_length) != 0) {
        return NULL;
    }
    const char *rest = path + set.folder_length;
    return *rest == 0 ? "/" : *rest == '/' ? rest : NULL;
}

static const char *below_descriptor(int descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) {
        return NULL;
    }
    path[length] = 0;
    return below(path);
}

static int is_among(const char *call) {
    if (strcmp(set.calls, "any") == 0) {
        return 1;
    }
    const size_t length = strlen(call);
    for (const char *at = strstr(set.calls, call); at != NULL; at = strstr(at + 1, call)) {
        const char end = at[length];
        if ((at == set.calls || at[-1] == ',') && (end == 0 || end == ',')) {
            return 1;
        }
    }
    return 0;
}

static int is_armed(void) {
    if (!atomic_load(&armed) && access(set.armed_by, F_OK) == 0) {
        atomic_store(&armed, 1);
    }
    return atomic_load(&armed);
}

/* The number of this call among those meant, if a fault is due at it; 0 for none. */
static long due(const char *call, const char *path) {
    if (set.action[0] == 0 || path == NULL || !is_among(call)) {
        return 0;
    }
    if (strcmp(set.name, "*") != 0 && strstr(path, set.name) == NULL) {
        return 0;
    }
    if (!is_armed()) {
        return 0;
    }
    const long number = atomic_fetch_add(&counted, 1) + 1;
    const int later = set.every > 0 && number > set.first && (number - set.first) % set.every == 0;
    return number == set.first || later ? number : 0;
}

static void note(const char *call, const char *path, long number) {
    if (set.log[0] == 0) {
        return;
    }
    const int file = real_open(set.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file >= 0) {
        char line[PATH_MAX + 128];
        const int length = snprintf(line, sizeof line, "%s %s %s %ld %s\n", set.action, call, path, number,
                                    set.when == AFTER ? "after" : "before");
        if (real_write(file, line, length) != length) {
            _exit(96);
        }
        close(file);
    }
}

/* Does what is due at this side of the call; 1 when the call has to fail. */
static int happen(const char *call, const char *path, long number, int when) {
    if (number == 0 || when != set.when) {
        return 0;
    }
    note(call, path, number);
    if (strcmp(set.action, "kill") == 0) {
        kill(getpid(), SIGKILL);
        for (;;) {
            pause();
        }
    }
    if (strcmp(set.action, "stop") == 0) {
        kill(getpid(), SIGSTOP);
        return 0;
    }
    return strcmp(set.action, "eio") == 0;
}

/* ---- what is known forced */

static int key_at(int descriptor, const char *name, char *key) {
    struct statx found;
    const int flags = name[0] == 0 ? AT_EMPTY_PATH : AT_SYMLINK_NOFOLLOW;
    if (statx(descriptor, name, flags, STATX_INO | STATX_BTIME | STATX_TYPE, &found) != 0) {
        return -1;
    }
    snprintf(key, KEY, "%llu-%lld.%09u", (unsigned long long) found.stx_ino, (long long) found.stx_btime.tv_sec,
             found.stx_btime.tv_nsec);
    return S_ISDIR(found.stx_mode) ? 1 : 0;
}

static int open_record(const char *kind, const char *key, int flags) {
    char path[PATH_MAX + KEY + 16];
    snprintf(path, sizeof path, "%s/%s-%s", set.record, kind, key);
    return real_open(path, flags | O_CLOEXEC, 0644);
}

struct page {
    off_t at;
    struct page *next;
    char bytes[PAGE];
};

static void read_fully(int file, char *to, off_t at) {
    memset(to, 0, STEP);
    for (size_t have = 0; have < STEP;) {
        const ssize_t count = pread(file, to + have, STEP - have, at + have);
        if (count <= 0) {
            return;
        }
        have += count;
    }
}

static char mark_of(int lost, off_t at) {
    char mark = 0;
    return lost >= 0 && pread(lost, &mark, 1, at / PAGE) == 1 ? mark : 0;
}

/* The pages that are to be written: those that the disk does not have, and that do not count as clean. */
static struct page *pages_of(int file, int forced, int lost) {
    static char now[STEP];
    static char then[STEP];
    struct page *pages = NULL;
    for (off_t from = lseek(file, 0, SEEK_DATA); from >= 0; from = lseek(file, from, SEEK_DATA)) {
        const off_t end = lseek(file, from, SEEK_HOLE);
        for (off_t at = from / PAGE * PAGE; at < end; at += STEP) {
            read_fully(file, now, at);
            read_fully(forced, then, at);
            for (off_t i = 0; i < STEP && memcmp(now, then, STEP) != 0; i += PAGE) {
                if (memcmp(now + i, then + i, PAGE) != 0 && !mark_of(lost, at + i)) {
                    struct page *page = malloc(sizeof *page);
                    page->at = at + i;
                    page->next = pages;
                    memcpy(page->bytes, now + i, PAGE);
                    pages = page;
                }
            }
        }
        from = end;
    }
    return pages;
}

static void keep_pages(struct page *pages, int forced, int lost) {
    while (pages != NULL) {
        struct page *next = pages->next;
        if (forced >= 0 && real_pwrite(forced, pages->bytes, PAGE, pages->at) != PAGE) {
            _exit(95);
        }
        if (lost >= 0 && real_pwrite(lost, "\1", 1, pages->at / PAGE) != 1) {
            _exit(95);
        }
        free(pages);
        pages = next;
    }
}

static void keep_names(int folder, const char *key) {
    char to[PATH_MAX + KEY + 16];
    char aside[PATH_MAX + KEY + 24];
    snprintf(to, sizeof to, "%s/names-%s", set.record, key);
    snprintf(aside, sizeof aside, "%s.new", to);
    FILE *list = fopen(aside, "w");
    DIR *entries = fdopendir(real_openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (list == NULL || entries == NULL) {
        _exit(95);
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        char of[KEY];
        const int kind = key_at(folder, entry->d_name, of);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && kind >= 0) {
            fprintf(list, "%c %s %s\n", kind ? 'D' : 'F', of, entry->d_name);
        }
    }
    closedir(entries);
    if (fclose(list) != 0 || real_rename(aside, to) != 0) {
        _exit(95);
    }
}

/* A force of this file has failed: every other descriptor that is open on it now has to say so, too. */
static void tell_others(int descriptor, const char *key) {
    for (int other = 0; other < DESCRIPTORS; other++) {
        char of[KEY];
        if (other != descriptor && key_at(other, "", of) == 0 && strcmp(of, key) == 0) {
            strcpy(untold[other], key);
        }
    }
}

/* Whether this descriptor's holder has to be told now. */
static int is_told(int descriptor, const char *key) {
    if (descriptor >= DESCRIPTORS || strcmp(untold[descriptor], key) != 0) {
        return 0;
    }
    untold[descriptor][0] = 0;
    return 1;
}

/* A force, or one that fails: then the pages count as clean. */
static int force_recorded(int descriptor, int (*real)(int), int fails) {
    char key[KEY];
    const int kind = key_at(descriptor, "", key);
    int result = fails ? -1 : 0;
    pthread_mutex_lock(&recording);
    if (kind == 1) {
        result = fails ? -1 : real(descriptor);
        if (result == 0) {
            keep_names(descriptor, key);
        }
    } else if (kind == 0) {
        char path[64];
        struct stat now;
        snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
        // Where it can be read through its own descriptor: closing another one would drop the process's lock on it.
        const int own = (fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_RDWR;
        const int file = own ? descriptor : real_open(path, O_RDONLY | O_CLOEXEC);
        const off_t stood = lseek(file, 0, SEEK_CUR);
        const int forced = open_record("forced", key, O_RDWR | O_CREAT);
        int lost = open_record("lost", key, O_RDWR | (fails ? O_CREAT : 0));
        if (file < 0 || forced < 0 || fstat(file, &now) != 0) {
            _exit(95);
        }
        struct page *pages = pages_of(file, forced, lost);
        lseek(file, stood, SEEK_SET);
        if (fails) {
            keep_pages(pages, -1, lost);
            tell_others(descriptor, key);
            char flag[PATH_MAX + 8];
            snprintf(flag, sizeof flag, "%s/lost", set.record);
            close(real_open(flag, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
            atomic_store(&has_lost, 1);
        } else if ((result = real(descriptor)) == 0) {
            keep_pages(pages, forced, -1);
            if (real_ftruncate(forced, now.st_size) != 0) {
                _exit(95);
            }
        }
        if (!own) {
            close(file);
        }
        close(forced);
        if (lost >= 0) {
            close(lost);
        }
        if (!fails && is_told(descriptor, key)) {
            result = -1;
        }
    }
    pthread_mutex_unlock(&recording);
    errno = EIO;
    return result;
}

static void written(int descriptor, off_t at, ssize_t count) {
    char key[KEY];
    if (count <= 0 || !atomic_load(&has_lost) || key_at(descriptor, "", key) != 0) {
        return;
    }
    const int lost = open_record("lost", key, O_RDWR);
    if (lost < 0) {
        return;
    }
    for (off_t page = at / PAGE; page <= (at + count - 1) / PAGE; page++) {
        if (real_pwrite(lost, "\0", 1, page) != 1) {
            _exit(95);
        }
    }
    close(lost);
}

static int force(int descriptor, int (*real)(int)) {
    char path[PATH_MAX];
    const char *name = below_descriptor(descriptor, path);
    if (name == NULL) {
        return real(descriptor);
    }
    const long number = due("force", name);
    const int fails = happen("force", name, number, BEFORE);
    int result;
    if (set.record[0] != 0) {
        result = force_recorded(descriptor, real, fails);
    } else if (fails) {
        errno = EIO;
        result = -1;
    } else {
        result = real(descriptor);
    }
    happen("force", name, number, AFTER);
    return result;
}

/* ---- the calls */

int fsync(int descriptor) {
    pthread_once(&once, begin);
    return force(descriptor, real_fsync);
}

int fdatasync(int descriptor) {
    pthread_once(&once, begin);
    return force(descriptor, real_fdatasync);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t at) {
    pthread_once(&once, begin);
    char path[PATH_MAX];
    const char *name = below_descriptor(descriptor, path);
    const long number = due("write", name);
    if (happen("write", name, number, BEFORE)) {
        errno = EIO;
        return -1;
    }
    const ssize_t result = real_pwrite(descriptor, bytes, count, at);
    if (name != NULL && set.record[0] != 0) {
        written(descriptor, at, result);
    }
    happen("write", name, number, AFTER);
    return result;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t at) {
    return pwrite64(descriptor, bytes, count, at);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    pthread_once(&once, begin);
    char path[PATH_MAX];
    const char *name = set.folder_length == 0 ? NULL : below_descriptor(descriptor, path);
    const long number = due("write", name);
    if (happen("write", name, number, BEFORE)) {
        errno = EIO;
        return -1;
    }
    const ssize_t result = real_write(descriptor, bytes, count);
    if (name != NULL && set.record[0] != 0) {
        written(descriptor, lseek(descriptor, 0, SEEK_CUR) - result, result);
    }
    happen("write", name, number, AFTER);
    return result;
}

int ftruncate64(int descriptor, off_t size) {
    pthread_once(&once, begin);
    char path[PATH_MAX];
    const char *name = below_descriptor(descriptor, path);
    const long number = due("truncate", name);
    if (happen("truncate", name, number, BEFORE)) {
        errno = EIO;
        return -1;
    }
    const int result = real_ftruncate(descriptor, size);
    happen("truncate", name, number, AFTER);
    return result;
}

int ftruncate(int descriptor, off_t size) {
    return ftruncate64(descriptor, size);
}

int rename(const char *from, const char *to) {
    pthread_once(&once, begin);
    const char *name = below(to);
    const long number = due("rename", name);
    if (happen("rename", name, number, BEFORE)) {
        errno = EIO;
        return -1;
    }
    const int result = real_rename(from, to);
    happen("rename", name, number, AFTER);
    return result;
}

int unlink(const char *path) {
    pthread_once(&once, begin);
    const char *name = below(path);
    const long number = due("unlink", name);
    if (happen("unlink", name, number, BEFORE)) {
        errno = EIO;
        return -1;
    }
    const int result = real_unlink(path);
    happen("unlink", name, number, AFTER);
    return result;
}

int mkdir(const char *path, mode_t mode) {
    pthread_once(&once, begin);
    const char *name = below(path);
    const long number = due("mkdir", name);
    if (happen("mkdir", name, number, BEFORE)) {
        errno = EIO;
        return -1;
    }
    const int result = real_mkdir(path, mode);
    happen("mkdir", name, number, AFTER);
    return result;
}

static int create(const char *path, int flags, mode_t mode) {
    if (set.boot[0] != 0 && strcmp(path, BOOT_ID) == 0) {
        return real_open(set.boot, flags, mode);
    }
    const char *name = flags & O_CREAT ? below(path) : NULL;
    const long number = name != NULL && access(path, F_OK) != 0 ? due("create", name) : 0;
    if (happen("create", name, number, BEFORE)) {
        errno = EIO;
        return -1;
    }
    const int result = real_open(path, flags, mode);
    happen("create", name, number, AFTER);
    return result;
}

static mode_t mode_of(int flags, va_list arguments) {
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

int open64(const char *path, int flags, ...) {
    pthread_once(&once, begin);
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return create(path, flags | O_LARGEFILE, mode);
}

int open(const char *path, int flags, ...) {
    pthread_once(&once, begin);
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return create(path, flags, mode);
}
