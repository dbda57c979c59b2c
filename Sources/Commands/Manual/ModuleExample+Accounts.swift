extension ModuleExample {
  static let accounts = #"""
    ## authorized_key: public keys that may log in as a user
    - name: Let alice in
      ansible.posix.authorized_key:
        user: alice
        key: "{{ lookup('file', 'keys/alice.pub') }}" # the text of the key, or an address
        exclusive: true # no other keys stay
    ## group: a group present, with its number, or absent
    - name: Have the group deploy
      ansible.builtin.group:
        name: deploy
        system: true # a number below 1000
    ## known_hosts: a host's key in a known_hosts file, plain or hashed
    - name: Trust the backup server
      ansible.builtin.known_hosts:
        name: backup.example.org
        key: backup.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsy0J1q6h0ZGzRkmqYm4sQ6cM8mR0yqL5W0wq1r5d0E
    ## user: an account present as described, or absent
    - name: Have the user deploy
      ansible.builtin.user:
        name: deploy
        groups: [www-data]
        append: true # keep the groups it has beside these
        shell: /bin/bash
    """#
}
