namespace TextVae.Native;

/// <summary>Where TextVae keeps files that it can make again.</summary>
internal static class CacheFolder
{
    /// <summary><c>$XDG_CACHE_HOME/textvae</c>, or <c>~/.cache/textvae</c> where that variable is unset or relative.</summary>
    public static string Path => Find(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    internal static string Find(string? cacheHome, string home) => System.IO.Path.Combine(
        System.IO.Path.IsPathRooted(cacheHome) ? cacheHome : System.IO.Path.Combine(home, ".cache"), "textvae");
}
