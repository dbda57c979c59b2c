extension ModuleExample {
  static let commands = #"""
    ## command: a program ran, without a shell, unless creates or removes shows that it is done
    - name: Make the database
      ansible.builtin.command:
        argv: [createdb, --owner=app, app] # or cmd: one line, split at spaces
        creates: /var/lib/app/.made # skipped where this exists
    ## git: a working copy of a repository at a version
    - name: Check out the application
      ansible.builtin.git:
        repo: https://git.example.org/app.git
        dest: /srv/app
        version: v1.2.0 # a tag, a branch or a commit
    ## ping: the agent answers
    - name: See whether the host answers
      ansible.builtin.ping:
    ## raw: a line ran by a shell, as it is
    - name: Ask for the kernel
      ansible.builtin.raw: uname -r
    ## script: a script of the controller ran on the host
    - name: Run the survey
      ansible.builtin.script:
        cmd: scripts/survey.sh --brief # beside the playbook, or in the role's files
        creates: /var/lib/survey
    ## shell: a line ran by a shell
    - name: Count the lines
      ansible.builtin.shell:
        cmd: set -o pipefail; cat /etc/hosts | wc -l
        executable: /bin/bash
      changed_when: false # it only looks
    """#
}
