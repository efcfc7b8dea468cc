#ifndef CLIBPQ_H
#define CLIBPQ_H

#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#elif __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#elif __has_include("/opt/homebrew/opt/libpq/include/libpq-fe.h")
#include "/opt/homebrew/opt/libpq/include/libpq-fe.h"
#elif __has_include("/usr/local/opt/libpq/include/libpq-fe.h")
#include "/usr/local/opt/libpq/include/libpq-fe.h"
#else
#error "libpq-fe.h is missing: apt-get install libpq-dev, or brew install libpq"
#endif

// The functions used of libpq, each with the type that its header gives it.
#define CLIBPQ_FUNCTIONS(X) \
    X(PQlibVersion) \
    X(PQconninfoParse) \
    X(PQconninfo) \
    X(PQconninfoFree) \
    X(PQconnectStartParams) \
    X(PQconnectdbParams) \
    X(PQfinish) \
    X(PQstatus) \
    X(PQerrorMessage) \
    X(PQconnectionNeedsPassword) \
    X(PQparameterStatus) \
    X(PQtransactionStatus) \
    X(PQsslInUse) \
    X(PQbackendPID) \
    X(PQnotifies) \
    X(PQfreemem) \
    X(PQhost) \
    X(PQport) \
    X(PQdb) \
    X(PQpass) \
    X(PQsocket) \
    X(PQsetnonblocking) \
    X(PQsetNoticeReceiver) \
    X(PQenterPipelineMode) \
    X(PQsendQueryParams) \
    X(PQpipelineSync) \
    X(PQflush) \
    X(PQconsumeInput) \
    X(PQisBusy) \
    X(PQgetResult) \
    X(PQsetSingleRowMode) \
    X(PQresultStatus) \
    X(PQresultErrorField) \
    X(PQclear) \
    X(PQntuples) \
    X(PQnfields) \
    X(PQftype) \
    X(PQgetisnull) \
    X(PQgetvalue) \
    X(PQgetlength) \
    X(PQcmdTuples) \
    X(PQgetCancel) \
    X(PQfreeCancel) \
    X(PQcancel) \
    X(PQexec) \
    X(PQputCopyData) \
    X(PQputCopyEnd)

// The library's functions once it is loaded; it never changes after that.
typedef struct __attribute__((swift_attr("@Sendable"))) CLibPQTable {
#define CLIBPQ_FIELD(name) __typeof__(&name) _Nonnull name;
    CLIBPQ_FUNCTIONS(CLIBPQ_FIELD)
#undef CLIBPQ_FIELD
} CLibPQTable;

// Loads the library into the table. Returns null, or why it cannot be (valid until the next call).
const char *_Nullable CLibPQLoad(CLibPQTable *_Nonnull table);

// What the encryption library thinks of a server's certificate, by its own numbers (0 is good, 10 expired), which libpq
// does not pass on; -1 where it cannot be found out. Nothing but the request for encryption is sent. Blocks.
long CLibPQVerifyResult(const char *_Nonnull host, const char *_Nonnull port, const char *_Nonnull roots);

#endif
