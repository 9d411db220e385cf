using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using TextVae.Server.Problems;

namespace TextVae.Server.Limits;

/// <summary>So many requests a second of one client, told apart by address. Routes that may be asked at any rate say so themselves.</summary>
internal static class ClientRate
{
    private const int BytesOfNetwork = 8;

    public static void Set(RateLimiterOptions limiter, int rate)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
            context => RateLimitPartition.GetTokenBucketLimiter(ClientOf(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 2 * rate,
                TokensPerPeriod = rate,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));
        limiter.OnRejected = (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            {
                rejected.HttpContext.Response.Headers.RetryAfter =
                    Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }

            return new ValueTask(ProblemAnswers.WriteAsync(
                rejected.HttpContext,
                Problem.Of(StatusCodes.Status429TooManyRequests, $"There are more than {rate} requests a second from your address. Ask again later.")));
        };
    }

    /// <summary>The address; of IPv6 the network, as one client has as many addresses in it as it likes.</summary>
    private static string ClientOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, BytesOfNetwork))
            : address.MapToIPv4().ToString();
    }
}
