#include <libssh/libssh.h>
#include <libssh/callbacks.h>
#include <libssh/server.h>  // ssh_send_keepalive lives here in 0.10
#include <libssh/sftp.h>
