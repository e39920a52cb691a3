/* The limit that the kernel is measured against: a compiled two-pointer over sorted arrays.
 *
 * limit FILE WINDOW: FILE holds 16-byte rows (int32 account, int32 object, int64 second). The rows are sorted by
 * object and second (radix sort), two pointers give every pair of actions of two accounts on one object within
 * WINDOW seconds, and these are sorted by pair of accounts, so that the objects of each pair stand together and
 * are counted. Nothing is pruned and nothing is spared in memory. Printed as JSON: CPU seconds after reading, pairs
 * of actions, pairs of accounts that share two objects or more, and the sum of the objects they share.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

typedef struct { int32_t account, object; int64_t second; } action;
typedef struct { uint64_t key; uint64_t value; } row;
enum { BITS = 11, DIGITS = 1 << BITS };

static void *room(size_t bytes) {
    void *memory = malloc(bytes ? bytes : 1);
    if (!memory) { fprintf(stderr, "no memory for %zu bytes\n", bytes); exit(1); }
    return memory;
}

/* Sorts rows by key, keeping the order of equal ones; `bits` is the width of the keys. */
static row *sorted(row *rows, size_t n, int bits) {
    row *other = room(n * sizeof(row));
    for (int shift = 0; shift < bits; shift += BITS) {
        size_t start[DIGITS] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++) start[(rows[i].key >> shift) % DIGITS]++;
        for (int d = 0; d < DIGITS; d++) { size_t count = start[d]; start[d] = sum; sum += count; }
        for (size_t i = 0; i < n; i++) other[start[(rows[i].key >> shift) % DIGITS]++] = rows[i];
        row *swap = rows; rows = other; other = swap;
    }
    free(other);
    return rows;
}

static int width(uint64_t largest) {
    int bits = 1;
    while (largest >>= 1) bits++;
    return bits;
}

static double cpu(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec)
        + 1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

/* Visits every pair of rows with one object within the window; writes them to `met` unless that is NULL. */
static size_t meetings(const row *rows, size_t n, uint64_t window, int time_bits, int account_bits, row *met) {
    size_t found = 0;
    for (size_t i = 0, from = 0; i < n; i++) {
        uint64_t object = rows[i].key >> time_bits;
        while (rows[from].key >> time_bits != object || rows[i].key - rows[from].key > window) from++;
        for (size_t j = from; j < i; j++) {
            uint64_t a = rows[j].value, b = rows[i].value;
            if (a == b) continue;
            if (met) met[found] = (row){a < b ? a << account_bits | b : b << account_bits | a, object};
            found++;
        }
    }
    return found;
}

int main(int argc, char **argv) {
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    if (!file) { fprintf(stderr, "limit FILE WINDOW\n"); return 1; }
    fseek(file, 0, SEEK_END);
    size_t n = (size_t)ftell(file) / sizeof(action);
    rewind(file);
    action *given = room(n * sizeof(action));
    if (fread(given, sizeof(action), n, file) != n) return 1;
    uint64_t window = strtoull(argv[2], NULL, 10);

    double started = cpu();
    int64_t first = n ? given[0].second : 0, last = first;
    int32_t accounts = 0, objects = 0;
    for (size_t i = 0; i < n; i++) {
        if (given[i].second < first) first = given[i].second;
        if (given[i].second > last) last = given[i].second;
        if (given[i].account > accounts) accounts = given[i].account;
        if (given[i].object > objects) objects = given[i].object;
    }
    int time_bits = width((uint64_t)(last - first)), account_bits = width((uint64_t)accounts);
    row *rows = room(n * sizeof(row));
    for (size_t i = 0; i < n; i++)
        rows[i] = (row){(uint64_t)given[i].object << time_bits | (uint64_t)(given[i].second - first),
                        (uint64_t)given[i].account};
    free(given);
    rows = sorted(rows, n, time_bits + width((uint64_t)objects));

    size_t near = meetings(rows, n, window, time_bits, account_bits, NULL);
    row *met = room(near * sizeof(row));
    meetings(rows, n, window, time_bits, account_bits, met);
    met = sorted(met, near, 2 * account_bits);

    size_t pairs = 0, shared = 0;
    for (size_t i = 0, next; i < near; i = next) {
        size_t objects_here = 1;
        for (next = i + 1; next < near && met[next].key == met[i].key; next++)
            objects_here += met[next].value != met[next - 1].value;
        if (objects_here > 1) { pairs++; shared += objects_here; }
    }
    printf("{\"cpu\": %.3f, \"near\": %zu, \"pairs\": %zu, \"shared\": %zu}\n", cpu() - started, near, pairs, shared);
    return 0;
}
