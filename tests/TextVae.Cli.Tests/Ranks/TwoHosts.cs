using System.Diagnostics;

namespace TextVae.Cli.Tests.Ranks;

/// <summary>Two network namespaces with a cable between them, which stand for two machines.</summary>
internal sealed class TwoHosts : IDisposable
{
    private const string FirstAddress = "10.213.77.1";
    private const string SecondAddress = "10.213.77.2";
    private const string Network = "10.213.77.0/24";

    private readonly string _first = $"textvae-{Environment.ProcessId}-a";
    private readonly string _second = $"textvae-{Environment.ProcessId}-b";

    // The names of interfaces end at 15 characters.
    private readonly string _cable = $"tv{Environment.ProcessId % 1_000_000}";

    private TwoHosts()
    {
    }

    /// <summary>Makes them, or skips the test with the reason.</summary>
    public static TwoHosts Create()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Network namespaces are root's to make.");
        Assert.SkipUnless(
            MpiJobs.IsThere("ip") && MpiJobs.IsThere("unshare"), "`ip` or `unshare` is missing; the packages iproute2 and util-linux bring them.");
        var hosts = new TwoHosts();
        try
        {
            hosts.Make();
            return hosts;
        }
        catch (InvalidOperationException exception)
        {
            hosts.Dispose();
            Assert.Skip($"No network namespaces can be made here: {exception.Message}");
            throw;
        }
    }

    /// <summary>Starts the command on both, one process each.</summary>
    /// <param name="agent">A file that takes the place of ssh.</param>
    /// <param name="launcherNotices">Whether the launcher asks now and then whether the other machine is there.</param>
    /// <param name="settings">Environment variables of the processes, as NAME=VALUE.</param>
    /// <param name="arguments">The command's.</param>
    public Process Start(string agent, bool launcherNotices, string[] settings, params string[] arguments)
    {
        File.WriteAllText(agent, $"#!/bin/sh\nshift\nexec ip netns exec {_second} unshare --uts sh -c \"hostname second; $*\"\n");
        if (!OperatingSystem.IsWindows()) // it has no such networks either, and the compiler has to know
            File.SetUnixFileMode(agent, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        return MpiJobs.StartProgram(
            "ip",
            [
                "netns", "exec", _first, "unshare", "--uts", "sh", "-c", "hostname first; exec \"$@\"", "sh", "mpirun", "-np", "2", "--host",
                $"{FirstAddress}:1,{SecondAddress}:1", "--bind-to", "none", "--mca", "plm_rsh_agent", agent, "--mca", "mpi_yield_when_idle", "1",
                "--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", Network, "--mca", "oob_tcp_if_include", Network,
                "--mca", "oob_tcp_keepalive_time", launcherNotices ? "5" : "7200", "--mca", "oob_tcp_keepalive_intvl", "1", "--mca",
                "oob_tcp_keepalive_probes", "3",
                "-x", "OMP_NUM_THREADS", "-x", "PATH", "-x", "HOME", .. settings.SelectMany(setting => new[] { "-x", setting }), "dotnet",
                CommandProcess.Assembly, .. arguments,
            ]);
    }

    /// <summary>Pulls the cable.</summary>
    public void Cut() => Ip($"-n {_first} link set {_cable}a down");

    public void Dispose()
    {
        foreach (var name in new[] { _first, _second })
        {
            using var deletion = Process.Start(new ProcessStartInfo("ip", ["netns", "del", name]) { RedirectStandardError = true, UseShellExecute = false })!;
            deletion.WaitForExit();
        }
    }

    private void Make()
    {
        Ip($"netns add {_first}");
        Ip($"netns add {_second}");
        Ip($"link add {_cable}a netns {_first} type veth peer name {_cable}b netns {_second}");
        Ip($"-n {_first} addr add {FirstAddress}/24 dev {_cable}a");
        Ip($"-n {_second} addr add {SecondAddress}/24 dev {_cable}b");
        foreach (var (name, end) in new[] { (_first, "a"), (_second, "b") })
        {
            Ip($"-n {name} link set lo up");
            Ip($"-n {name} link set {_cable}{end} up");
        }
    }

    private static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments.Split(' ')) { RedirectStandardError = true, UseShellExecute = false })!;
        var error = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0)
            throw new InvalidOperationException($"`ip {arguments}` says {error.Trim()}");
    }
}
