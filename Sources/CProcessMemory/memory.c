#define _GNU_SOURCE
#include "CProcessMemory.h"

#if defined(__linux__)

#include <link.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

// The first object is the program itself.
static int drop_code(struct dl_phdr_info *program, size_t size, void *unused) {
    (void)size;
    (void)unused;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int place = 0; place < program->dlpi_phnum; place++) {
        const ElfW(Phdr) *segment = &program->dlpi_phdr[place];
        // What can be written to may differ from the file.
        if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X) || (segment->p_flags & PF_W)) continue;
        uintptr_t start = (program->dlpi_addr + segment->p_vaddr) & ~(page - 1);
        uintptr_t end = program->dlpi_addr + segment->p_vaddr + segment->p_filesz;
        (void)madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 1;
}

void process_memory_give_back(void) {
    dl_iterate_phdr(drop_code, NULL);
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}

#else

void process_memory_give_back(void) {}

#endif

void process_memory_share_heap(void) {
#if defined(__GLIBC__)
    mallopt(M_ARENA_MAX, 1);
#endif
}
