#ifndef CPROCESSMEMORY_H
#define CPROCESSMEMORY_H

// What Swift's own modules do not offer of the C library: how the process uses memory. Where there is nothing to do
// (not glibc, not Linux) the functions do nothing.

// Lets all threads share one heap. To be called before there are any. glibc gives each thread its own and grows those
// with two system calls for every few pages.
void process_memory_share_heap(void);

// Takes back pages that only the program's start needed: its own code, which is read from its file again where it is
// wanted again, and what was freed.
void process_memory_give_back(void);

#endif
