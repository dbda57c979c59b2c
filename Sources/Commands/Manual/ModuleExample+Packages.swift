extension ModuleExample {
  static let packages = #"""
    ## apt: packages of Debian and Ubuntu installed, in a version, or not; lists fetched; upgrades made
    - name: Have nginx
      ansible.builtin.apt:
        name: [nginx, libnginx-mod-http-cache-purge]
        update_cache: true
        cache_valid_time: 3600 # lists younger than an hour will do
    ## apt_key: a key among those that apt trusts for every source
    - name: Trust the archive
      ansible.builtin.apt_key:
        url: https://packages.example.org/key.asc
    ## apt_repository: a one-line package source, and the lists fetched after a change
    - name: Have the backports
      ansible.builtin.apt_repository:
        repo: deb http://deb.debian.org/debian trixie-backports main
    ## deb822_repository: a package source in /etc/apt/sources.list.d/NAME.sources, with its key
    - name: Have PostgreSQL's own packages
      ansible.builtin.deb822_repository:
        name: pgdg
        uris: https://apt.postgresql.org/pub/repos/apt
        suites: trixie-pgdg
        components: main
        signed_by: https://www.postgresql.org/media/keys/ACCC4CF8.asc
    ## debconf: the answer to a question that a package's installation would ask
    - name: Let postfix be a satellite
      ansible.builtin.debconf:
        name: postfix
        question: postfix/main_mailer_type
        value: Satellite system
        vtype: select
    ## dpkg_selections: what dpkg is to do with a package, such as hold
    - name: Keep PostgreSQL as it is
      ansible.builtin.dpkg_selections:
        name: postgresql-17
        selection: hold
    ## package: the same as apt
    - name: Have git
      ansible.builtin.package:
        name: git
        state: present
    ## package_facts: the packages that are installed, as ansible_facts.packages
    - name: Learn which packages there are
      ansible.builtin.package_facts:
    ## pip: Python packages of an interpreter or a virtual environment
    - name: Have the client
      ansible.builtin.pip:
        name: boto3
        virtualenv: /opt/client
    """#
}
