extension ModuleExample {
  static let linesOfFiles = #"""
    ## blockinfile: lines between two marker lines are in a file, or are not
    - name: Name the hosts
      ansible.builtin.blockinfile:
        path: /etc/hosts
        block: |
          10.0.2.10 proxy
          10.0.2.20 app
    ## lineinfile: a line is in a file, or is not
    - name: Forbid passwords
      ansible.builtin.lineinfile:
        path: /etc/ssh/sshd_config
        regexp: "^#?PasswordAuthentication" # the last match becomes the line
        line: PasswordAuthentication no
        validate: sshd -t -f %s
    ## replace: no text in a file, or in a section of it, matches a pattern that is not what it is to be
    - name: Move to the new server
      ansible.builtin.replace:
        path: /etc/app/app.conf
        regexp: old\.example\.org
        replace: new.example.org
    """#
}
