Console.WriteLine("textvae");
