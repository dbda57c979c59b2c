extension ModuleExample {
  static let controller = #"""
    ## add_host: a host of the inventory for the rest of the run
    - name: Remember the new host
      ansible.builtin.add_host:
        name: web3
        groups: [web]
        ansible_host: 203.0.113.30 # any variable of the host
    ## assert: conditions that must hold
    - name: Require a domain
      ansible.builtin.assert:
        that: domain is match('^[a-z0-9.-]+$')
        fail_msg: set domain in group_vars/all/main.yml
        quiet: true
    ## async_status: what became of a task left running
    - name: Wait for the long task
      ansible.builtin.async_status:
        jid: "{{ build.ansible_job_id }}" # of a task with async and poll: 0
      register: build_state
      until: build_state.finished
      retries: 60
    ## debug: a value printed
    - name: Show the address
      ansible.builtin.debug:
        msg: "the site is at {{ domain }}"
    ## fail: the host fails here
    - name: Refuse other systems
      ansible.builtin.fail:
        msg: only Debian is supported
      when: ansible_facts['distribution'] != 'Debian'
    ## gather_facts: what the play's start does
    - name: Learn about the host again
      ansible.builtin.gather_facts:
    ## group_by: groups made of a value of each host
    - name: Group hosts by release
      ansible.builtin.group_by:
        key: debian_{{ ansible_facts['distribution_major_version'] }}
    ## import_role: a role, read with the playbook
    - name: Serve
      ansible.builtin.import_role:
        name: nginx
    ## import_tasks: tasks of a file, read with the playbook
    - name: Prepare
      ansible.builtin.import_tasks: prepare.yml
    ## include_role: a role, found when the run gets there
    - name: Serve
      ansible.builtin.include_role:
        name: "{{ web_server }}"
        tasks_from: install
    ## include_tasks: tasks of a file, found when the run gets there
    - name: Prepare as the system wants it
      ansible.builtin.include_tasks: "{{ ansible_facts['os_family'] }}.yml"
    ## include_vars: variables of files on the controller
    - name: Read the sizes
      ansible.builtin.include_vars:
        file: sizes.yml
        name: sizes # all in one variable
    ## meta: an order to the run itself
    - name: Restart what changed now, not at the end
      ansible.builtin.meta: flush_handlers
    ## pause: the run waits for a while or for a person
    - name: Let the cache warm up
      ansible.builtin.pause:
        seconds: 10
    ## reboot: the host rebooted and answering again
    - name: Start the new kernel
      ansible.builtin.reboot:
        reboot_timeout: 300
    ## set_fact: variables of the host for the rest of the run
    - name: Remember the port
      ansible.builtin.set_fact:
        app_port: "{{ 8000 + app_index | int }}"
    ## set_stats: values of the run's summary
    - name: Count what was made
      ansible.builtin.set_stats:
        data:
          made: 1
    ## template: a file rendered by the controller
    - name: Configure the application
      ansible.builtin.template:
        src: app.conf.j2 # in the role's templates
        dest: /etc/app/app.conf
        mode: "0640"
        validate: app --check %s # the old file stays where this fails
    ## validate_argument_spec: variables checked against a role's specification
    - name: Check what the role is given
      ansible.builtin.validate_argument_spec:
        argument_spec:
          port:
            type: int
            required: true
    ## wait_for_connection: the host answers again
    - name: Wait for the new host
      ansible.builtin.wait_for_connection:
        timeout: 300
    """#
}
