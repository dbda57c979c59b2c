extension ModuleExample {
  static let system = #"""
    ## alternatives: what a generic command's link leads to
    - name: Edit with vim
      community.general.alternatives:
        name: editor
        path: /usr/bin/vim.basic
    ## cron: a job or a variable of a crontab
    - name: Renew certificates twice a day
      ansible.builtin.cron:
        name: renew certificates # how the job is found again
        minute: "17"
        hour: "*/12"
        job: certbot renew --quiet
    ## getent: entries of a database of the name service as ansible_facts.getent_DATABASE
    - name: Learn about root
      ansible.builtin.getent:
        database: passwd
        key: root
    ## hostname: the host's name, now and after a reboot
    - name: Name the host
      ansible.builtin.hostname:
        name: proxy
    ## locale_gen: locales generated or not
    - name: Have British English
      community.general.locale_gen:
        name: en_GB.UTF-8
    ## modprobe: a kernel module loaded or not, now and at boot
    - name: Track connections
      community.general.modprobe:
        name: nf_conntrack
        persistent: present
    ## mount: a line of fstab and what is mounted now
    - name: Mount the data disk
      ansible.posix.mount:
        path: /srv
        src: /dev/nvme1n1
        fstype: ext4
        state: mounted
    ## service: the same as systemd, with the arguments of other init systems accepted
    - name: Run nginx
      ansible.builtin.service:
        name: nginx
        state: started
        enabled: true
    ## service_facts: the services of the host and their states, as ansible_facts.services
    - name: Learn which services there are
      ansible.builtin.service_facts:
    ## setup: what the host is, as ansible_facts
    - name: Learn about memory and network
      ansible.builtin.setup:
        gather_subset: [hardware, network]
    ## sysctl: a kernel parameter in a file that is read at boot, and in the running kernel
    - name: Forward packets
      ansible.posix.sysctl:
        name: net.ipv4.ip_forward
        value: "1"
    ## systemd: a unit masked or not, enabled or not, in a state; the manager reloaded
    - name: Run the application
      ansible.builtin.systemd:
        name: app.service
        state: restarted
        enabled: true
        daemon_reload: true
    ## timezone: the host's time zone, and what its hardware clock runs on
    - name: Live in Paris
      community.general.timezone:
        name: Europe/Paris
    """#
}
