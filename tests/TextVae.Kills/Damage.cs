namespace TextVae.Kills;

/// <summary>What disks do to files.</summary>
internal static class Damage
{
    /// <summary>Cuts a file off, or flips one bit of it.</summary>
    /// <returns>Whether it was cut off.</returns>
    public static bool Do(string path, Random random)
    {
        var bytes = File.ReadAllBytes(path);
        if (random.Next(2) == 0)
        {
            File.WriteAllBytes(path, bytes[..random.Next(bytes.Length)]);
            return true;
        }

        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(path, bytes);
        return false;
    }
}
