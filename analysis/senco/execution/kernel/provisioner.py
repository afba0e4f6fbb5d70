"""How jupyter_client gets a kernel of the name `senco`: forked, or else plain."""

from __future__ import annotations

import logging
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from senco.execution.kernel import find_obstacle

_LOG = logging.getLogger("senco.execution.kernel")


class PreloadedProvisioner(LocalProvisioner):
    """Kernels forked from the preloaded process; a plain one, and a line, where not."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """Start a kernel.

        Parameters
        ----------
        cmd : list of str
            As a plain kernel is started.
        **options
            As for `subprocess.Popen`: ``env``, ``cwd``.

        Returns
        -------
        dict
            The kernel's connection.
        """
        obstacle = find_obstacle()
        if obstacle is None:
            from senco.execution.kernel.client import NoPreloadedKernelError, fork_kernel

            try:
                self.process = fork_kernel(cmd, options["env"], options.get("cwd"))
            except NoPreloadedKernelError as error:
                obstacle = str(error)
            else:
                self.pid = self.pgid = self.process.pid
                return self.connection_info
        _LOG.warning("A plain kernel is used, which starts more slowly: %s.", obstacle)
        return await super().launch_kernel(cmd, **options)

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of a kernel that ended.

        Parameters
        ----------
        restart : bool
            Whether it is to be started again.
        """
        release = getattr(self.process, "release", None)
        if release is not None:
            release()
        await super().cleanup(restart)
