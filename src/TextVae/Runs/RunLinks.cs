namespace TextVae.Runs;

/// <summary>
/// Symbolic links in a run folder. A run that somebody else has packed may have one in the place of a file, and going on with
/// the run would write where it leads. What is only read, as a model folder, may have links.
/// </summary>
internal static class RunLinks
{
    /// <summary>Refuses a run folder with links in it; the folder itself may be one.</summary>
    /// <exception cref="DataException">There is one.</exception>
    public static void RequireNone(RunFolder folder)
    {
        foreach (var path in new[] { folder.Path, folder.Checkpoints, folder.Model, folder.Figures })
        {
            if (!Directory.Exists(path))
                continue;
            var link = new DirectoryInfo(path).EnumerateFileSystemInfos().FirstOrDefault(entry => entry.LinkTarget is not null);
            if (link is not null)
            {
                throw new DataException(
                    $"'{Path.Combine(path, link.Name)}' is a symbolic link to '{link.LinkTarget}', and a run that goes on would write there. "
                    + "Put what it leads to in its place, or start a run in another folder.");
            }
        }
    }
}
