using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace TextVae.Server.Access;

/// <summary>The addresses that a server listens on.</summary>
internal static class ListenAddress
{
    /// <summary>What is wrong with them, each as one sentence.</summary>
    /// <param name="urls">The addresses.</param>
    /// <param name="hasKey">Whether clients need a key, without which only this machine may ask.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<string> urls, bool hasKey)
    {
        if (urls.Count == 0)
            yield return "There is no address to listen on. Give one such as http://127.0.0.1:5230.";
        foreach (var url in urls)
        {
            if (Parse(url) is not { } address)
                yield return $"'{url}' is no address to listen on. Give one such as http://127.0.0.1:5230; for https, put a proxy before it.";
            else if (address is { Host: "localhost", Port: 0 })
                yield return $"'{url}' asks for any free port of two addresses. Write http://127.0.0.1:0.";
            else if (HasStrayBrackets(address.Host))
                yield return $"'{url}' has brackets that do not hold an IPv6 address. Write http://[::1]:5230, or http://127.0.0.1:5230.";
            else if (!hasKey && !IsLoopback(address.Host))
            {
                yield return $"'{url}' is open to other machines, and there is no key. Put one of at least {ServerOptions.LeastKey} characters into a "
                    + "file and name it with --api-key-file, or into the environment variable TEXTVAE_API_KEY; or listen on 127.0.0.1.";
            }
        }
    }

    /// <summary>Whether a host, as addresses and requests name it, is this machine to itself alone.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // Of a host that it cannot parse, the web server makes all addresses of the machine.
    private static bool HasStrayBrackets(string host)
    {
        if (!host.AsSpan().ContainsAny('[', ']'))
            return false;
        return host is not ['[', .. var inner, ']'] || inner.AsSpan().ContainsAny('[', ']')
            || !IPAddress.TryParse(inner, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6;
    }

    private static BindingAddress? Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            var isPlain = address.Scheme == "http" && address.PathBase.Length == 0 && address is { IsUnixPipe: false, IsNamedPipe: false };
            return isPlain && address.Port is >= 0 and <= 65535 ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
