export interface Room {
  id: number;
  cleanedAt?: Date;
}
