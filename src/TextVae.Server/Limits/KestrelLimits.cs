using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TextVae.Server.Limits;

/// <summary>What one connection may take of the host.</summary>
internal static class KestrelLimits
{
    private const int BytesASecond = 240;
    private const int Connections = 1000;

    // The page asks anew as a rule within seconds; idle connections would keep others out.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public static void Set(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.MaxBody;
        limits.MaxConcurrentConnections = Connections;
        limits.KeepAliveTimeout = Idle;
        limits.RequestHeadersTimeout = options.SlowClientGrace * 2;
        limits.MinRequestBodyDataRate = new MinDataRate(BytesASecond, options.SlowClientGrace);
        limits.MinResponseDataRate = new MinDataRate(BytesASecond, options.SlowClientGrace);
    }
}
