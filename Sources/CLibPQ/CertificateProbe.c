#include "CLibPQ.h"

#include <dlfcn.h>
#include <netdb.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

// The encryption library that libpq has loaded already. Its types stay opaque, so that its headers are not needed.
typedef struct {
    const void *(*method)(void);
    void *(*new_context)(const void *);
    int (*load_roots)(void *, const char *, const char *);
    void *(*new_session)(void *);
    int (*set_descriptor)(void *, int);
    int (*connect)(void *);
    long (*result)(const void *);
    void (*free_session)(void *);
    void (*free_context)(void *);
} Encryption;

static int load(Encryption *functions) {
    static const char *const names[] = {
#ifdef __APPLE__
        "libssl.3.dylib",
        "/opt/homebrew/opt/openssl@3/lib/libssl.3.dylib",
        "/usr/local/opt/openssl@3/lib/libssl.3.dylib",
#else
        "libssl.so.3",
        "libssl.so.1.1",
#endif
    };
    static const char *const symbols[] = {
        "TLS_client_method", "SSL_CTX_new", "SSL_CTX_load_verify_locations", "SSL_new", "SSL_set_fd", "SSL_connect",
        "SSL_get_verify_result", "SSL_free", "SSL_CTX_free",
    };
    void *library = NULL;
    for (size_t place = 0; !library && place < sizeof names / sizeof names[0]; place++)
        library = dlopen(names[place], RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
    if (!library) return 0;
    void *found[sizeof symbols / sizeof symbols[0]];
    _Static_assert(sizeof found == sizeof *functions, "a symbol for each function");
    for (size_t place = 0; place < sizeof symbols / sizeof symbols[0]; place++)
        if (!(found[place] = dlsym(library, symbols[place]))) return 0;
    memcpy(functions, found, sizeof found);
    return 1;
}

// A connection whose server agreed to encrypt; -1 where there is none within five seconds a step.
static int encrypting_socket(const char *host, const char *port) {
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM}, *addresses = NULL;
    if (getaddrinfo(host, port, &wanted, &addresses) != 0) return -1;
    int descriptor = -1;
    for (struct addrinfo *address = addresses; address && descriptor < 0; address = address->ai_next) {
        descriptor = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
        if (descriptor < 0) continue;
        struct timeval patience = {.tv_sec = 5};
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        if (connect(descriptor, address->ai_addr, address->ai_addrlen) != 0) {
            close(descriptor);
            descriptor = -1;
        }
    }
    freeaddrinfo(addresses);
    if (descriptor < 0) return -1;
    // PostgreSQL's request for encryption: its length and its number.
    static const unsigned char request[8] = {0, 0, 0, 8, 4, 210, 22, 47};
    char answer = 0;
    if (write(descriptor, request, sizeof request) != sizeof request || read(descriptor, &answer, 1) != 1
        || answer != 'S') {
        close(descriptor);
        return -1;
    }
    return descriptor;
}

long CLibPQVerifyResult(const char *host, const char *port, const char *roots) {
    Encryption functions;
    if (!load(&functions)) return -1;
    int descriptor = encrypting_socket(host, port);
    if (descriptor < 0) return -1;
    long result = -1;
    void *context = functions.new_context(functions.method());
    // No verification is asked for, so that the handshake goes on and its result can be read.
    if (context && functions.load_roots(context, roots, NULL) == 1) {
        void *session = functions.new_session(context);
        if (session && functions.set_descriptor(session, descriptor) == 1 && functions.connect(session) == 1)
            result = functions.result(session);
        if (session) functions.free_session(session);
    }
    if (context) functions.free_context(context);
    close(descriptor);
    return result;
}
