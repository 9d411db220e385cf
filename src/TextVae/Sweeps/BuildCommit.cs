using System.Reflection;

namespace TextVae.Sweeps;

/// <summary>The commit that this library was built from.</summary>
internal static class BuildCommit
{
    /// <summary>Its hash, which the build notes behind the version; null where it was not built in a repository.</summary>
    public static string? Hash { get; } = OfVersion(
        typeof(BuildCommit).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");

    internal static string? OfVersion(string version) => version.IndexOf('+') is >= 0 and var plus ? version[(plus + 1)..] : null;
}
