#include "CLibPQ.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

// Loaded when the first server is opened and not linked: libpq brings twenty libraries with it, and finding those
// takes longer than showing a SQLite file.
static void *open_library(void) {
    static const char *const names[] = {
#ifdef __APPLE__
        "libpq.5.dylib",
        "/opt/homebrew/opt/libpq/lib/libpq.5.dylib",
        "/usr/local/opt/libpq/lib/libpq.5.dylib",
#else
        "libpq.so.5",
#endif
    };
    for (size_t place = 0; place < sizeof names / sizeof names[0]; place++) {
        void *library = dlopen(names[place], RTLD_NOW | RTLD_LOCAL);
        if (library) return library;
    }
    return NULL;
}

const char *CLibPQLoad(CLibPQTable *table) {
    void *library = open_library();
    if (!library) return dlerror();
#define CLIBPQ_FIND(name) \
    { \
        void *address = dlsym(library, #name); \
        if (!address) return "this libpq has no " #name ", version 14 or newer is needed"; \
        memcpy(&table->name, &address, sizeof address); \
    }
    CLIBPQ_FUNCTIONS(CLIBPQ_FIND)
#undef CLIBPQ_FIND
    return NULL;
}
