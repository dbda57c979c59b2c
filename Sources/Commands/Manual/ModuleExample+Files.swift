extension ModuleExample {
  static let files = #"""
    ## assemble: a file is what the fragments in a folder make together
    - name: Put the configuration together
      ansible.builtin.assemble:
        src: /etc/app/conf.d
        dest: /etc/app/app.conf
        mode: "0644"
    ## copy: a file or a tree is as it is on the controller, in the arguments, or elsewhere on the host
    - name: Say who looks after this host
      ansible.builtin.copy:
        dest: /etc/motd
        content: "Looked after by provision.\n" # or src: a file of the controller
        mode: "0644"
    ## fetch: a file of the host is on the controller
    - name: Keep a copy of the certificate
      ansible.builtin.fetch:
        src: /etc/ssl/site.pem
        dest: certificates/ # below it, a folder for each host
    ## file: an entry of a kind is there with owner, group, mode and times, or is not there
    - name: Have the folder of the site
      ansible.builtin.file:
        path: /var/www/site
        state: directory # or file, link, hard, touch, absent
        owner: www-data
        mode: "0755"
    ## find: the entries below folders that meet all conditions
    - name: Look for old logs
      ansible.builtin.find:
        paths: /var/log/app
        patterns: "*.gz"
        age: 30d
      register: old_logs
    ## get_url: a file is what an address gives
    - name: Fetch the program
      ansible.builtin.get_url:
        url: https://example.org/tool-1.2.0
        dest: /usr/local/bin/tool
        checksum: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
        mode: "0755"
    ## slurp: the content of a file, in base64
    - name: Read the host's key
      ansible.builtin.slurp:
        src: /etc/ssh/ssh_host_ed25519_key.pub
      register: host_key
    ## stat: what there is to know of a path
    - name: See whether the site is installed
      ansible.builtin.stat:
        path: /srv/app/current
      register: current
    ## tempfile: a new file or folder that only the acting user may use
    - name: Have a place to unpack in
      ansible.builtin.tempfile:
        state: directory
      register: workshop
    ## unarchive: what is in an archive is in a folder
    - name: Unpack the release
      ansible.builtin.unarchive:
        src: release.tar.gz # of the controller; with remote_src: true, of the host
        dest: /srv/app
    """#
}
